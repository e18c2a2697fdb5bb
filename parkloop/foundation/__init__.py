"""The Django ground every app stands on: organisations in time, people, policy, journal, refs, events, clock."""
