"""What the subcommands of `parkloop measure` share."""
