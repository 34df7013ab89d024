"""Items (要情信息): reported, verified, told, continued; never edited once sent."""
