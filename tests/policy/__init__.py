"""The policy matrix: what every channel shows to every role, compared with the three answers of the policy."""
