"""Settings of the property tests: the machine is shared, so an example has no time limit."""

from hypothesis import settings

settings.register_profile("statute", deadline=None)
settings.load_profile("statute")
