"""What each command of the command line does; bot.cli only reads the words."""
