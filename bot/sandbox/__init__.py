"""SHELL: a Bot API on loopback with a chat page, to try and to test the bot without Telegram."""
