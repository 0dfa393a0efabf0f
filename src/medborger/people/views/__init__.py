"""The pages of people. Each fetches what the visitor may, acts, and answers."""
