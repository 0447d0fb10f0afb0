/*
 * Machines that boot: each opens one connection at once and asks for the given files on it, one after another.
 *
 *   machines ADDRESS PORT MACHINES SECONDS PATH=SIZE...     boots once, SECONDS at most
 *   machines -f ADDRESS PORT MACHINES SECONDS PATH=SIZE...  asks for the files over and over, for SECONDS
 *
 * Bodies are dropped in the kernel (MSG_TRUNC), which copies nothing: on one machine every cycle of the client is taken
 * from the server. Status and length of each answer are checked. The last line says:
 *
 *   counted BYTES MICROSECONDS P50 P99 FAILURES     (P50, P99: microseconds of one machine)
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { HEAD = 4096, EVENTS = 64 };

struct file {
    char *path;
    long long size;
};

struct machine {
    int socket;
    int file;            /* the one that it is at */
    int held;            /* bytes of the head that have come */
    long long missing;   /* bytes of the body; -1 before the head is there */
    long long took;      /* microseconds, when it is done */
    char head[HEAD];
};

static struct sockaddr_in server;
static struct file files[16];
static int file_count;
static bool for_ever;
static long long started, bytes;
static int running, failures, epoll;

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void end(struct machine *m, const char *failure) {
    if (failure != NULL && ++failures <= 5) {
        fprintf(stderr, "a machine failed at %s: %s\n", files[m->file].path, failure);
    }
    m->took = failure == NULL ? now() - started : -1;
    close(m->socket);
    running--;
}

static void ask(struct machine *m) {
    char request[1024];
    int length = snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: machines\r\n\r\n",
        files[m->file].path, inet_ntoa(server.sin_addr));
    m->held = 0;
    m->missing = -1;
    if (send(m->socket, request, length, MSG_NOSIGNAL) != length) {
        end(m, strerror(errno));
    }
}

static void got_file(struct machine *m) {
    if (++m->file == file_count) {
        if (!for_ever) {
            end(m, NULL);
            return;
        }
        m->file = 0;
    }
    ask(m);
}

/* False: the answer is not the one that was asked for. */
static bool read_head(struct machine *m, char *body) {
    long long length = -1;
    char *line = strcasestr(m->head, "\r\nContent-Length: ");
    if (line != NULL) {
        length = atoll(line + 18);
    }
    if (strncmp(m->head, "HTTP/1.1 200 ", 13) != 0 || length != files[m->file].size) {
        end(m, m->head);
        return false;
    }
    m->missing = length - (m->head + m->held - body);
    return true;
}

static void receive(struct machine *m) {
    ssize_t n = m->missing < 0 ? recv(m->socket, m->head + m->held, HEAD - 1 - m->held, 0)
                               : recv(m->socket, NULL, m->missing, MSG_TRUNC);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (n <= 0) {
        end(m, n == 0 ? "the connection was closed" : strerror(errno));
        return;
    }
    bytes += n;
    if (m->missing >= 0) {
        m->missing -= n;
    } else {
        m->held += n;
        m->head[m->held] = '\0';
        char *body = strstr(m->head, "\r\n\r\n");
        if (body == NULL) {
            if (m->held == HEAD - 1) {
                end(m, "the head has no end");
            }
            return;
        }
        if (!read_head(m, body + 4)) {
            return;
        }
    }
    if (m->missing == 0) {
        got_file(m);
    }
}

static void switch_on(struct machine *m) {
    m->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (m->socket < 0) {
        die("socket");
    }
    if (connect(m->socket, (struct sockaddr *) &server, sizeof server) != 0 && errno != EINPROGRESS) {
        die("connect");
    }
    m->file = -1;  /* not connected yet */
    struct epoll_event event = {.events = EPOLLOUT, .data.ptr = m};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, m->socket, &event) != 0) {
        die("epoll_ctl");
    }
}

static void connected(struct machine *m) {
    int error = 0;
    socklen_t length = sizeof error;
    getsockopt(m->socket, SOL_SOCKET, SO_ERROR, &error, &length);
    m->file = 0;
    if (error != 0) {
        end(m, strerror(error));
        return;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = m};
    epoll_ctl(epoll, EPOLL_CTL_MOD, m->socket, &event);
    ask(m);
}

static int by_time(const void *a, const void *b) {
    long long x = ((const struct machine *) a)->took, y = ((const struct machine *) b)->took;
    return (x > y) - (x < y);
}

/* Of the machines that booted; 0 where none did. */
static long long percentile(const struct machine *machines, int count, int percent) {
    int booted = count - failures;
    return booted <= 0 ? 0 : machines[failures + (booted * percent + 99) / 100 - 1].took;
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "-f") == 0) {
        for_ever = true;
        argv++;
        argc--;
    }
    if (argc < 6 || argc > 5 + 16) {
        fprintf(stderr, "usage: machines [-f] ADDRESS PORT MACHINES SECONDS PATH=SIZE...\n");
        return 2;
    }
    server.sin_family = AF_INET;
    server.sin_port = htons(atoi(argv[2]));
    int count = atoi(argv[3]);
    long long limit = atoll(argv[4]) * 1000000;
    for (int i = 5; i < argc; i++) {
        char *size = strchr(argv[i], '=');
        if (size == NULL) {
            fprintf(stderr, "machines: %s is not PATH=SIZE\n", argv[i]);
            return 2;
        }
        *size = '\0';
        files[file_count++] = (struct file) {argv[i], atoll(size + 1)};
    }
    struct machine *machines = calloc(count > 0 ? count : 1, sizeof *machines);
    if (count < 1 || machines == NULL || inet_pton(AF_INET, argv[1], &server.sin_addr) != 1) {
        fprintf(stderr, "machines: %s machines at %s\n", argv[3], argv[1]);
        return 2;
    }
    epoll = epoll_create1(0);
    started = now();
    running = count;
    for (int i = 0; i < count; i++) {
        switch_on(&machines[i]);
    }
    struct epoll_event events[EVENTS];
    while (running > 0 && now() - started < limit) {
        int ready = epoll_wait(epoll, events, EVENTS, 100);
        for (int i = 0; i < ready; i++) {
            struct machine *m = events[i].data.ptr;
            if (m->file < 0) {
                connected(m);
            } else {
                receive(m);
            }
        }
    }
    long long took = now() - started;
    for (int i = 0; i < count && !for_ever; i++) {
        if (machines[i].took == 0) {
            end(&machines[i], "not done in time");
        }
    }
    qsort(machines, count, sizeof *machines, by_time);
    printf("counted %lld %lld %lld %lld %d\n", bytes, took, for_ever ? 0 : percentile(machines, count, 50),
        for_ever ? 0 : percentile(machines, count, 99), failures);
    return 0;
}
