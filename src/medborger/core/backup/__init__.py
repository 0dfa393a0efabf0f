"""A copy of everything in one file: the database, the files that people gave, and the kept secret.

`archive` writes and reads the file, `rows` takes tables out and in, `take` makes a copy, and
`restore` puts it back. Why it is made so: docs/decisions/0020-copies.md.
"""
