ATTACH ':memory:' AS previous;
CREATE SCHEMA previous.published;
CREATE TABLE previous.published.edition (quarter VARCHAR, as_of DATE);
CREATE TABLE previous.published.figure (quarter VARCHAR, indicator VARCHAR, unit VARCHAR, as_of DATE, numerator DECIMAL(38, 6), denominator DECIMAL(38, 6), value DECIMAL(38, 6));
CREATE TABLE previous.published.ranking (quarter VARCHAR, unit VARCHAR, rank BIGINT, ranked_units BIGINT, low BOOLEAN);
CREATE TABLE previous.published.row_count (kind VARCHAR, unit VARCHAR, row_count BIGINT);
CREATE TABLE previous.published.position (batch_id VARCHAR, unit VARCHAR, as_of DATE, approved DECIMAL(18, 6), written_off DECIMAL(18, 6), adjusted DECIMAL(18, 6), allocated DECIMAL(18, 6), due DECIMAL(18, 6), supplied DECIMAL(18, 6), unsupplied DECIMAL(18, 6));
CREATE TABLE previous.published.idle (idle_id VARCHAR, unit VARCHAR, as_of DATE, recognised DECIMAL(18, 6), done DECIMAL(18, 6), open_area DECIMAL(18, 6));
CREATE TABLE previous.published.history (indicator VARCHAR, unit VARCHAR, as_of DATE, numerator DECIMAL(38, 6), denominator DECIMAL(38, 6), value DECIMAL(38, 6));
