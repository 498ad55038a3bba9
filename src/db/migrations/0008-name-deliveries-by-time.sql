-- UUIDs of version 7, as everywhere in the API: time in milliseconds first (RFC 9562, 5.7), then random bits.
CREATE FUNCTION uuid_v7() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT encode(
    set_bit(
      set_bit(
        overlay(uuid_send(gen_random_uuid())
                PLACING substring(int8send(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3)
                FROM 1 FOR 6),
        52, 1),
      53, 1),
    'hex')::uuid
$$;
ALTER TABLE deliveries ALTER COLUMN id SET DEFAULT uuid_v7();
