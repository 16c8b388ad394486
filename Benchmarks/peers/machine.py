"""What the machine can do: reading memory with one thread, multiplying matrices with all."""
import json, time
import numpy


def fastest(work, rounds):
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


numbers = numpy.ones(50_000_000)
matrix = numpy.ones((2000, 2000))
print(json.dumps({
    "bytes_a_second": numbers.nbytes / fastest(numbers.sum, 5),
    "operations_a_second": 2 * 2000**3 / fastest(lambda: matrix @ matrix, 3),
}))
