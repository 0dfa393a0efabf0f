"""Fjordby: a fictional town where work has been going on for a year. Dates follow today's date."""

from medborger.portal.demo.build import is_built, is_in_use, log_in_links, make_demo

__all__ = ["is_built", "is_in_use", "log_in_links", "make_demo"]
