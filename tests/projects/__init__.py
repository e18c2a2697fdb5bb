"""Projects: actions with their refusals, money, policy, pages, import."""
