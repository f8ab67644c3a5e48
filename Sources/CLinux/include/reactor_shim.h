#pragma once

// What the follow reactor needs and Swift's Glibc module does not export: epoll(7) and eventfd(2).
// The declarations are the system's own; nothing is wrapped.
#include <sys/epoll.h>
#include <sys/eventfd.h>
