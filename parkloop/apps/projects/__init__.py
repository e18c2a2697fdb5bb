"""Major projects (重大项目) and key-technology projects (攻关项目): stages, monthly investment, blockers, indicators, recognitions."""
