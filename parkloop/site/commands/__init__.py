"""One module per `parkloop` command; each exposes a click object named `command`."""
