# Leadline in a container. From the project's folder:
#     docker build -f Protocol/operations/leadline.Dockerfile -t leadline .
# Users first, on the container's own loopback; then the network (Protocol/OPERATING.md 2):
#     docker run -d --name first -v leadline:/var/lib/leadline leadline --tlscert ""
#     docker exec first leadline USER.NEW ann ROLE admin && docker rm -f first
#     docker run -d --name leadline -p 5324:5324 -v leadline:/var/lib/leadline \
#         -v ./tls:/etc/leadline:ro leadline
# The folder tls has server.pem and server.key, the key with mode 600 and owned by 5323.
FROM swift:6.3-bookworm AS build
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends \
        libleveldb-dev libpsl-dev libidn2-dev pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /leadline
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
RUN swift build -c release --static-swift-stdlib --product leadline-server \
    && swift build -c release --static-swift-stdlib --product leadline \
    && strip --strip-debug .build/release/leadline-server .build/release/leadline

FROM debian:bookworm-slim
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libleveldb1d libpsl5 libidn2-0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 5323 --home-dir /var/lib/leadline --create-home leadline
COPY --from=build /leadline/.build/release/leadline-server /leadline/.build/release/leadline \
    /usr/local/bin/
USER 5323:5323
VOLUME /var/lib/leadline
# Plain bytes stay on the container's own loopback; what is published is TLS.
ENV LEADLINE_DATA=/var/lib/leadline/store \
    LEADLINE_TLSBIND=0.0.0.0 \
    LEADLINE_TLSCERT=/etc/leadline/server.pem \
    LEADLINE_TLSKEY=/etc/leadline/server.key \
    SWIFT_BACKTRACE=enable=no
EXPOSE 5324
STOPSIGNAL SIGTERM
# 77 is a server that lives and wants to know who asks.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD leadline PING || [ $? -eq 77 ]
ENTRYPOINT ["leadline-server"]
