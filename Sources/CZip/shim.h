// The one door to libzip: its own header, nothing added.
#pragma once
#include <zip.h>
