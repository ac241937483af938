# The bot in an image: the same pinned versions as `make run`.
FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY bot ./bot
COPY content ./content
RUN pip install --no-deps --no-build-isolation --editable . \
    && useradd --create-home vigil && mkdir var && chown vigil var
USER vigil
VOLUME /app/var
CMD ["python", "-m", "bot", "run"]
