"""The statute (信访法规): pure rules, dates in and values out; standard library only."""
