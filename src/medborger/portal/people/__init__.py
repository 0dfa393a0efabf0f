"""Pages about people that need to know every context: the list of people, own data, and goodbye."""
