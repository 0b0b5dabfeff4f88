create table work.learned_sites (
    site text collate "C" primary key,
    page_count integer not null default 0 check (page_count >= 0)
);

comment on table work.learned_sites is 'One row per site whose pages have been compared: how many.';
comment on column work.learned_sites.site is 'A host, or file:<source> for saved pages.';

create table work.learned_pages (
    url_id bigint primary key references raw.urls,
    is_counted boolean not null
);

comment on table work.learned_pages is 'One row per url whose lines have been looked at, once for all its captures.';
comment on column work.learned_pages.is_counted is 'False for one that repeats the article of another page of its site.';

create table work.site_lines (
    site text collate "C" not null references work.learned_sites,
    line_sha256 bytea not null check (octet_length(line_sha256) = 32),
    page_count integer not null check (page_count > 0),
    first_page integer not null check (first_page > 0),
    last_page integer not null,
    line text collate "C",
    primary key (site, line_sha256),
    check (last_page >= first_page)
);

comment on table work.site_lines is
'One row per site and line that its pages printed of late: on how many of them.';
comment on column work.site_lines.first_page is 'The number of the page, counted by site, that printed it first.';
comment on column work.site_lines.line is 'NULL until so many pages print it that it is no single article''s.';
