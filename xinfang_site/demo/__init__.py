"""The demo district (演示区县): fictional people and matters, so that every page has something to look at."""
