"""The bot as a python-telegram-bot Application: one handler, a lock a chat, the session kept around each turn."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Protocol

from telegram import ChatMember, Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, TypeHandler

from bot.dialogue.language import choose, shown
from bot.dialogue.recent import KEEPABLE, Recent
from bot.dialogue.saved import dump, load
from bot.dialogue.step import failed, step
from bot.dialogue.types import Command, Reply, Session, Turn
from bot.dialogue.words import ui
from bot.telegram.fair import Fair, Turns
from bot.telegram.inbox import Inbox, Receiver
from bot.telegram.incoming import answered, to_message
from bot.telegram.limiter import Limiter
from bot.telegram.media import file_of
from bot.telegram.outgoing import deliver, quietly
from bot.telegram.request import AiohttpRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from telegram import Message as Sent

    from bot.dialogue.types import KeptOffer, Message, World
    from bot.store.sessions import Sessions
    from bot.telegram.limiter import Permits
    from bot.telegram.media import Media
    from bot.telegram.outgoing import Pictures

    Picture = Callable[[], Awaitable[bytes | None]]

App = Application[Any, Any, Any, Any, Any, Any]
GROUPS, PER_GROUP = 16, 3  # commands of all groups that are answered at once, and of one group
PROMISES = ("sub.", "country.set", "home.set", "language.set")  # of the ids of replies
log = logging.getLogger(__name__)


class Tasks(Protocol):
    """What a turn may ask the shell to do, and to be told."""

    async def run(self, task: str, chat_id: int, lang: str) -> tuple[Reply, ...]:
        """Carry out one task and return what to say."""
        ...

    async def shown(self, chat_id: int, replies: tuple[Reply, ...]) -> None:
        """Take note of the replies that reached the person."""
        ...

    async def ended(self, chat_id: int) -> None:
        """Take note that the person blocked the bot."""
        ...


class Desk(Protocol):
    """The operators' commands."""

    async def answer(self, user_id: int, chat_id: int, message: Message, picture: Picture) -> tuple[Reply, ...]:
        """Return the replies to an operator, none where the message is not for the desk."""
        ...


class Offers(Protocol):
    """Where offers stay that people let us keep."""

    async def keep(self, offer: KeptOffer) -> None:
        """Keep one."""
        ...


@dataclass(slots=True)
class Bot:
    """Answers updates. `world` may be replaced while it runs: the next message uses the new content.

    `reading` are the chats and updates whose files are being read, and are to be answered.
    """

    world: World
    sessions: Sessions
    pictures: Pictures
    tasks: Tasks | None = None
    desk: Desk | None = None
    media: Media | None = None
    offers: Offers | None = None
    recent: Recent = field(default_factory=Recent)
    turns: Turns = field(default_factory=Turns)
    reading: set[tuple[int, int]] = field(default_factory=set)
    groups: Counter[int] = field(default_factory=Counter)

    async def handle(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer one update; a chat's messages are answered one after another."""
        chat, query = update.effective_chat, update.callback_query
        message = to_message(update, datetime.now(UTC), context.bot.username)
        if chat is None or (message is None and query is None and update.my_chat_member is None):
            return
        if isinstance(message, Command) and message.group is not None:
            async with self.turns.places:
                await self._group(context, chat.id, message, answered(update, context.bot.username))
            return
        async with self.turns.turn(chat.id):
            if query is not None:
                # First of all: the button on the phone spins until this is said.
                await quietly(query.answer())
            if message is None:
                await self._membership(update)
                return
            edit = query.message.message_id if query is not None and query.message is not None else None
            if (replies := await self._operator(update, chat.id, message)) != ():
                await deliver(context.bot, self.pictures, chat.id, replies, edit=edit)
                return
            if (sent := self._with_file(update, message)) is None:
                await self._answer(context, chat.id, message, edit)
                return
        await self._answer_file(context, (chat.id, update.update_id), sent, message)

    async def _answer_file(
        self, context: ContextTypes.DEFAULT_TYPE, here: tuple[int, int], sent: Sent, message: Message
    ) -> None:
        """Read a file and answer it. That takes seconds, and /sos must not wait: the chat's turn is free meanwhile."""
        self.reading.add(here)
        try:
            for read in await self._read(context, here[0], sent, message):
                async with self.turns.turn(here[0]):
                    if here in self.reading:
                        await self._answer(context, here[0], read, None)
        finally:
            self.reading.discard(here)

    async def _answer(
        self, context: ContextTypes.DEFAULT_TYPE, chat_id: int, message: Message, edit: int | None
    ) -> None:
        turn, changed = await self._turn(chat_id, self.recent.given(chat_id, message))
        self._hold(chat_id, turn, message)
        # The tasks first: nobody is told that all is erased before it is.
        replies = await self._done(chat_id, turn, message)
        if "forget" in turn.tasks:
            # What is still being read was sent before: its answer would be kept again.
            self.reading -= {each for each in self.reading if each[0] == chat_id}
        through = await deliver(context.bot, self.pictures, chat_id, replies, edit=edit)
        if changed is not None and through:
            # Only now: what did not get through, or was cut off by a kill, must not be taken for what stands above.
            if len(through) < len(replies):
                for each in ("last_intent", "offered"):
                    changed.pop(each, None)
            await self._put(chat_id, changed)
        if self.tasks is not None and turn.tasks:
            try:
                await self.tasks.shown(chat_id, through)
            except Exception as error:  # noqa: BLE001 - see _turn
                log.error("what was shown could not be written down: %s", type(error).__name__)  # noqa: TRY400

    def _with_file(self, update: Update, message: Message) -> Sent | None:
        """Return the message whose file is to be read; a command below a picture is obeyed, only /check reads it."""
        other = isinstance(message, Command) and message.name != "check"
        return None if self.media is None or other or file_of(update.message) is None else update.message

    async def _read(
        self, context: ContextTypes.DEFAULT_TYPE, chat_id: int, sent: Sent, message: Message
    ) -> tuple[Message, ...]:
        async def told() -> None:
            session, _ = load((await self._stored(chat_id))[0])
            lang = choose(session, None, message.hint, self.world.catalog.languages)
            note = Reply("reading.wait", ui(self.world, lang, "reading.wait"))
            await deliver(context.bot, self.pictures, chat_id, (note,))

        return () if self.media is None else await self.media.read(sent, message.at, told)

    def _hold(self, chat_id: int, turn: Turn, message: Message) -> None:
        """Hold the offer that a turn names, and forget it in time, also where nobody writes any more."""
        self.recent.take(chat_id, turn.held, message.at)
        if turn.held:
            later = KEEPABLE.total_seconds() + 1
            asyncio.get_running_loop().call_later(later, lambda: self.recent.expire(datetime.now(UTC)))

    async def _group(self, context: ContextTypes.DEFAULT_TYPE, chat_id: int, message: Command, to: int | None) -> None:
        """Answer a command in a group. Others read along: nothing is kept, and no session is opened.

        A group gets twenty answers a minute. What waits for that takes the place of other chats' messages, so few wait.
        """
        if self.groups[chat_id] >= PER_GROUP or self.groups.total() >= GROUPS:
            return
        self.groups[chat_id] += 1
        try:
            turn = step(Session(), message, self.world)
            await deliver(context.bot, self.pictures, chat_id, turn.replies, to=to)
        except Exception as error:  # noqa: BLE001 - see _turn
            log.error("a command in a group could not be answered: %s", type(error).__name__)  # noqa: TRY400
        finally:
            self.groups[chat_id] -= 1
            self.groups += Counter()  # drops those at nought

    async def _keep(self, offer: KeptOffer) -> None:
        if self.offers is None:
            raise RuntimeError("there is no place to keep offers")
        await self.offers.keep(offer)

    async def _membership(self, update: Update) -> None:
        """Take note of a block, in its turn: a /start right after it must see it."""
        changed = update.my_chat_member
        if changed is not None and changed.new_chat_member.status == ChatMember.BANNED and self.tasks is not None:
            await self.tasks.ended(changed.chat.id)

    async def _operator(self, update: Update, chat_id: int, message: Message) -> tuple[Reply, ...]:
        """Let the desk answer its operators, in private chats only: elsewhere others read along."""
        user = update.effective_user
        if self.desk is None or user is None or user.id != chat_id:
            return ()
        sent = update.message.photo if update.message is not None else ()

        async def picture() -> bytes | None:
            return bytes(await (await sent[-1].get_file()).download_as_bytearray()) if sent else None

        try:
            return await self.desk.answer(user.id, chat_id, message, picture)
        except Exception as error:  # noqa: BLE001 - an operator is a person too, and may need help
            log.error("the desk could not answer: %s", type(error).__name__)  # noqa: TRY400
        lang = choose(Session(), None, message.hint, self.world.catalog.languages)
        for_desk = isinstance(message, Command) and message.name == "alert"
        return (failed(self.world, lang),) if for_desk else ()

    async def _done(self, chat_id: int, turn: Turn, message: Message) -> tuple[Reply, ...]:
        """Carry out the tasks of a turn; what they say comes after its own replies."""
        if self.tasks is None or not turn.tasks:
            return turn.replies
        lang = choose(turn.session, None, message.hint, self.world.catalog.languages)
        said: list[Reply] = []
        try:
            for task in turn.tasks:
                said += await self.tasks.run(task, chat_id, lang)
        except Exception as error:  # noqa: BLE001 - see _turn
            log.error("a task could not be carried out: %s", type(error).__name__)  # noqa: TRY400
            # What was kept before stays true; nobody is told that all is erased.
            return (*(() if "forget" in turn.tasks else turn.replies), failed(self.world, lang))
        return (*turn.replies, *shown(replace(turn, replies=tuple(said)), turn.session).replies)

    async def _turn(self, chat_id: int, message: Message) -> tuple[Turn, dict[str, Any] | None]:
        """Return the turn, and the session to keep once it is said; what a turn promises is kept at once."""
        stored, read = await self._stored(chat_id)
        session, lost = load(stored)
        lang = choose(session, None, message.hint, self.world.catalog.languages)
        try:
            turn = step(session, message, self.world)
            if turn.keep is not None:
                await self._keep(turn.keep)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not leave the person without a word
            # The type only: an exception's text could quote what the person wrote.
            log.error("a message could not be answered: %s", type(error).__name__)  # noqa: TRY400
            return Turn(Session(), (failed(self.world, lang),)), None
        data = dump(turn.session)
        changed = data if read and data != (stored or {}) else None
        if _promises(turn):
            if not read or (changed is not None and not await self._put(chat_id, changed)):
                return Turn(session, (failed(self.world, lang),)), None
            changed = None
        if lost:
            note = Reply("state.lost", ui(self.world, lang, "state.lost"))
            turn = replace(turn, replies=(note, *turn.replies))
        return turn, changed

    async def _stored(self, chat_id: int) -> tuple[Any, bool]:
        """Return what is stored for a chat, and whether it could be read: with a full disk people are answered too."""
        try:
            return await self.sessions.get(chat_id), True
        except Exception as error:  # noqa: BLE001 - whatever ails the database
            log.error("a session could not be read: %s", type(error).__name__)  # noqa: TRY400
            return None, False

    async def _put(self, chat_id: int, data: dict[str, Any]) -> bool:
        try:
            await self.sessions.put(chat_id, data, datetime.now(UTC))
        except Exception as error:  # noqa: BLE001 - as above
            log.error("a session could not be kept: %s", type(error).__name__)  # noqa: TRY400
            return False
        return True


def _promises(turn: Turn) -> bool:
    """Tell whether a turn says that something is kept, or erased, so that it is false where nothing can be written."""
    return bool(turn.tasks) or any(reply.id.startswith(PROMISES) for reply in turn.replies)


def build(bot: Bot, token: str, base_url: str = "", permits: Permits | None = None) -> App:
    """Make the Application. `base_url` is another Bot API server, up to and including /bot.

    `permits` are the limits that replies share with broadcasts.
    """
    inbox = Inbox()
    server = {"base_url": base_url, "base_file_url": f"{base_url.removesuffix('/bot')}/file/bot"} if base_url else {}
    receiver = Receiver(
        inbox,
        token,
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=2, read_timeout=15.0),
        rate_limiter=None if permits is None else Limiter(permits),
        **server,
    )
    application: App = ApplicationBuilder().bot(receiver).concurrent_updates(Fair(inbox.answered)).build()
    application.add_handler(TypeHandler(Update, bot.handle))
    application.add_error_handler(_on_error)
    return application


async def _on_error(_: object, context: ContextTypes.DEFAULT_TYPE) -> None:
    log.error("an update could not be answered: %s", type(context.error).__name__)
