// Memory of the C library.
#ifndef CHURN_MEMORY_H
#define CHURN_MEMORY_H

// Gives back to the system what was freed, wherever it lies.
void churn_return_freed_memory(void);
#endif
