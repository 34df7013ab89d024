"""From the opinion to the archive (意见、复查复核、办结、保管): how a matter ends and what is kept of it."""
