-- fill_stored: documents that stand in the index as if they had been put into families, from one number to another.
-- Of 40 hashes each has 36 of its own and 4 that others have too, one in r as often as the most common one (Zipf);
-- every fifth document is a near copy of an earlier one, with 30 of its hashes.

with numbers as (
    select
        n,
        case
            when n %% 5 = 0 and n > %(first)s then %(first)s + abs(hashint8extended(n, 3)) %% (n - %(first)s)
            else n
        end as origin
    from generate_series(%(since)s::bigint, %(until)s::bigint - 1) as n
),

urls as (
    insert into raw.urls (url_id, url, source_slug, next_fetch_at) overriding system value
    select
        n,
        'https://' || n %% 997 || '.example/' || n,
        'bench',
        null
    from numbers
),

captures as (
    insert into raw.captures (capture_id, url_id, body_sha256, body_bytes, warc_file, warc_offset, warc_length)
    overriding system value
    select
        n,
        n,
        sha256(n::text::bytea),
        1,
        'bench',
        n,
        1
    from numbers
),

documents as (
    insert into work.documents (document_id, capture_id, url_id, version, text_sha256, source_sha256, body)
    overriding system value
    select
        n,
        n,
        n,
        'bench',
        (%(texts)s::bytea[])[1 + n %% array_length(%(texts)s::bytea[], 1)],
        sha256(''),
        '{}'
    from numbers
),

families as (
    insert into work.families (family_id, founding_url_id, canonical_document_id, canonical_reason)
    select
        md5(n::text)::uuid,
        n,
        n,
        'the only one'
    from numbers
),

members as (
    insert into work.family_members (url_id, document_id, family_id, similarity, containment, why, version)
    select
        n,
        n,
        md5(n::text)::uuid,
        1,
        1,
        'the only one',
        %(version)s
    from numbers
),

links as (
    insert into work.links (document_id, other_document_id, relation, similarity, containment, why)
    select
        origin,
        n,
        'near',
        0.7,
        0.9,
        'most of both in common'
    from numbers
    where origin < n
),

sketches as (
    insert into work.sketches (document_id, folded_sha256, shingle_count, version)
    select
        n,
        sha256(('folded ' || n)::bytea),
        300,
        %(version)s
    from numbers
)

insert into work.shingle_samples (shingle_hash, document_id)
select
    case
        when k <= 4 then pool.shingle_hash
        when k <= 34 then hashint8extended(numbers.origin * 64 + k, 2)
        else hashint8extended(numbers.n * 64 + k, 2)
    end as shingle_hash,
    numbers.n as document_id
from numbers
cross join generate_series(1, 40) as k
left join bench_pool as pool
    on
        k <= 4
        and pool.part = k
        and pool.place = floor(power(5000::float8, (hashint8extended(numbers.n, k) & 65535) / 65536::float8))::integer
