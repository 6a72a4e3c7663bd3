DETACH replaced
