"""What `make bench` measures: each other module here but `measure` is a part, with a function `measure`.

A part yields `Line`s; adding one is adding a module. Parts run one after the other, each in a process of
its own, so that the peak of memory is its own too.
"""
