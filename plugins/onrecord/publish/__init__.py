"""From readings to curated tables: write, audit, publish.

In: families with a read canonical document. `staging.fill` makes rows in the schema `staged`, audit
holds back those that fail a check, and `merge.publish` moves the rest into `curated` in one transaction.
"""
