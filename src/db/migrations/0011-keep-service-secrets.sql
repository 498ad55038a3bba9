-- What a site needs to ask services elsewhere about its comments: the secret that signs external checks, the Akismet key.
CREATE TABLE service_secrets (
  site_id         uuid NOT NULL REFERENCES sites,
  service         text NOT NULL CHECK (service IN ('external', 'akismet')),
  -- encrypted with the server's key; after a rotation the old one signs too until previous_secret_until
  secret          bytea NOT NULL,
  previous_secret bytea,
  previous_secret_until timestamptz(3),
  saved_at        timestamptz(3) NOT NULL DEFAULT now(),
  -- the secrets of a site, before its comments are asked about
  PRIMARY KEY (site_id, service)
);
