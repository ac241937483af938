"""The tables. What is kept about a chat is one small JSON record, and never a word of what was asked.

Offers that people let us keep stand by themselves: no column leads from one to a chat.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
    TypeDecorator,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

if TYPE_CHECKING:
    from sqlalchemy import Dialect

# The longest that fits, checked where it is typed: SQLite takes any length, PostgreSQL refuses what is longer.
HEADLINE, AREA, LINK = 200, 500, 1000

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Names every constraint, so that a migration can change it on any database."""

    metadata = MetaData(naming_convention=NAMES)


class Utc(TypeDecorator[datetime]):
    """A moment in UTC. SQLite keeps no zone and hands back naive values: here they are always aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn any aware value into UTC, so that two of them compare in SQL."""
        if value is None:
            return None
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Chat(Base):
    """One chat's session. `session` is bot.dialogue.saved's data; `updated_at` is in UTC."""

    __tablename__ = "chats"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    session: Mapped[dict[str, Any]] = mapped_column(JSON)
    updated_at: Mapped[datetime] = mapped_column(Utc)


class Subscriber(Base):
    """Who asked for alerts. `topics` is a list in one string (" jobs food "); quiet hours are minutes of the day.

    `ended_at` is set when the person blocked the bot: nothing is sent until they resume.
    """

    __tablename__ = "subscribers"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lang: Mapped[str] = mapped_column(String(16))
    country: Mapped[str | None] = mapped_column(String(2))
    topics: Mapped[str] = mapped_column(String(100))
    mode: Mapped[str] = mapped_column(String(10))
    quiet_from: Mapped[int | None] = mapped_column(Integer)
    quiet_to: Mapped[int | None] = mapped_column(Integer)
    zone: Mapped[str] = mapped_column(String(64))
    asleep_until: Mapped[datetime | None] = mapped_column(Utc)
    since: Mapped[datetime] = mapped_column(Utc)
    ended_at: Mapped[datetime | None] = mapped_column(Utc)


class Alert(Base):
    """One alert, in the words of the Common Alerting Protocol. `state` is bot.store.alerts.State.

    `run` counts the workflows that carried it; `next_at` is when the next one is due, for those held back.
    """

    __tablename__ = "alerts"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    identifier: Mapped[str] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    message_type: Mapped[str] = mapped_column(String(8))
    replaces: Mapped[int | None] = mapped_column(ForeignKey("alerts.id"), index=True)
    topic: Mapped[str] = mapped_column(String(16))
    countries: Mapped[list[str]] = mapped_column(JSON)
    severity: Mapped[str] = mapped_column(String(10))
    urgency: Mapped[str] = mapped_column(String(10))
    certainty: Mapped[str] = mapped_column(String(10))
    area: Mapped[str] = mapped_column(String(AREA))
    link: Mapped[str | None] = mapped_column(String(LINK))
    picture: Mapped[bytes | None] = mapped_column(LargeBinary)
    missing: Mapped[str] = mapped_column(String(8))
    author: Mapped[str] = mapped_column(String(64))
    approver: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Utc)
    expires_at: Mapped[datetime] = mapped_column(Utc)
    scheduled_at: Mapped[datetime | None] = mapped_column(Utc)
    started_at: Mapped[datetime | None] = mapped_column(Utc)
    finished_at: Mapped[datetime | None] = mapped_column(Utc)
    prepared: Mapped[bool] = mapped_column(Boolean)
    run: Mapped[int] = mapped_column(Integer)
    next_at: Mapped[datetime | None] = mapped_column(Utc)


class AlertText(Base):
    """What an alert says in one language, as plain text."""

    __tablename__ = "alert_texts"

    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True)
    lang: Mapped[str] = mapped_column(String(16), primary_key=True)
    headline: Mapped[str] = mapped_column(String(HEADLINE))
    description: Mapped[str] = mapped_column(Text)
    instruction: Mapped[str] = mapped_column(Text)


class Delivery(Base):
    """One alert for one person. `state`: see docs/alerts.md; `due_at` holds it back.

    `tries` counts how often the person could not be reached while others could.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_due", "alert_id", "state", "due_at"),
        Index("ix_deliveries_chat_id", "chat_id"),
    )

    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    lang: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(String(200))
    due_at: Mapped[datetime] = mapped_column(Utc)
    tries: Mapped[int] = mapped_column(Integer, server_default="0")
    changed_at: Mapped[datetime] = mapped_column(Utc)


class Audit(Base):
    """Who did what to which alert. Rows are only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Utc)
    operator: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(32))
    alert_id: Mapped[int | None] = mapped_column(Integer, index=True)
    detail: Mapped[str | None] = mapped_column(String(1000))


class Desk(Base):
    """What an operator is writing: the alert, and the field that their next words fill."""

    __tablename__ = "desks"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(32))


class KeptOffer(Base):
    """An offer that somebody let us keep to warn others: scrubbed, with its day, and nothing about who sent it."""

    __tablename__ = "kept_offers"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    day: Mapped[date] = mapped_column(Date, index=True)
    lang: Mapped[str] = mapped_column(String(16))
    risk: Mapped[str] = mapped_column(String(16))
    flags: Mapped[list[str]] = mapped_column(JSON)
    text: Mapped[str] = mapped_column(Text)
