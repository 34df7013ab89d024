"""People of a matter (信访人): sealed on the way in, masked on the way out.

Drafts come in through ``rows``; pages get them from ``persons`` (masked) or ``unmasking`` (in clear, with a reason).
"""
