#pragma once
#include "interruption_shim.h"
#include "reactor_shim.h"
#include "spawn_shim.h"
#include "thread_shim.h"
