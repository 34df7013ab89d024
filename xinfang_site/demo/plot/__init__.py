"""What happens to the demo matters (演示情节): which way each goes, on which days, through whose hands, and what it is about."""
