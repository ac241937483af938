"""CORE: (session, message) in, (session, replies) out. Knows nothing of Telegram, databases or clocks."""
