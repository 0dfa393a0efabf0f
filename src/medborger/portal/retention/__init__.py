"""How long what is kept. One register drives the errand that forgets, and the page that says so."""
