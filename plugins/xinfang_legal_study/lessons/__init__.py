"""From work to study (以案释法): suggestions of the month and teaching sheets."""
