"""The page where an administrator lets all texts be read again, and sees what was found."""
