"""`ikc export`: the result tables of an edition for Excel, SPSS and parquet, as they are disclosed there."""
