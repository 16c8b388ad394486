// placeholder of the first skeleton; removed by the module's first file
