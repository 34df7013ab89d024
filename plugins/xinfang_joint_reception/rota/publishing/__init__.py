"""Publishing (公示): a month becomes a numbered version, those whose sessions move are told."""
