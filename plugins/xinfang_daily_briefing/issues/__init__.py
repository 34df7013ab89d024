"""Issues (要情期刊): drafted by themselves, edited, reviewed, signed, frozen."""
