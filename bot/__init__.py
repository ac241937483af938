"""Vigil: a Telegram bot for public awareness. See README.md for the map of the folders."""
