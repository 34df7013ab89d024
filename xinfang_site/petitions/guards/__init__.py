"""Guards (办理条件): what each step asks of the matter and of what was filled in, by the rules of the statute.

``BEFORE`` holds what does not depend on the form: a step refused by it is not offered. ``WITH_VALUES``
holds what does. Both run when a step is drafted and again when it is taken.
"""
