// The one door to expat: its own header, nothing added.
#pragma once
#include <expat.h>
