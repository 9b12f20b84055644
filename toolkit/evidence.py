"""What did the provider know about one service, at the end of one period?

`Evidence` holds the service's rows, table by table, loaded when asked for and never beyond `as_of`.
It differs from the store (sources/store.py), which holds every row ever supplied.
"""
