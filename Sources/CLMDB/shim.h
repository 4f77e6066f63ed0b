// The one door to liblmdb: its own header, nothing added.
#pragma once
#include <lmdb.h>
