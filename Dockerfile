# Builds Indaba and puts the one binary into a small image that runs it as nobody in particular.
#
#   docker build -t indaba .
#   docker run -p 127.0.0.1:3000:3000 -v indaba:/data -e INDABA_BASE_URL=https://indaba.example.org indaba
#
# TLS ends at the proxy in front. INDABA_BASE_URL is the address that people type; without it the
# server does not start, because inside a container it listens on every interface.

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc libc6-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /build
# The image's own toolchain, whatever components rust-toolchain.toml asks developers for.
ENV RUSTUP_TOOLCHAIN=1.95.0
COPY . .
RUN cargo build --release --locked && cp target/release/indaba /usr/local/bin/indaba

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && groupadd --system --gid 10001 indaba \
 && useradd --system --uid 10001 --gid indaba --home-dir /data --shell /usr/sbin/nologin indaba \
 && install -d -o indaba -g indaba -m 0700 /data
COPY --from=build /usr/local/bin/indaba /usr/local/bin/indaba
COPY LICENSE /usr/share/doc/indaba/LICENSE
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 3000
ENV INDABA_DATA_DIR=/data INDABA_LISTEN=0.0.0.0:3000
# Requests in flight are answered for up to 10 seconds after this.
STOPSIGNAL SIGTERM
# The image has no curl, and needs none: bash can ask.
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/3000 && printf 'GET /healthz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
ENTRYPOINT ["indaba"]
CMD ["serve"]
